"""Writes event logs as Windows does: `event_logs.py FOLDER COUNT`.

The events of `events.py` as files of 5,000 events 5140 each in `FOLDER/evtx`, with the templates, names and checksums that
a file server writes; their number in `FOLDER/evtx.json`.
"""
import json
import shutil
import struct
import zlib

import numpy as np

import events

CHUNK, FILE = 65_536, 5_000
NAMESPACE = "http://schemas.microsoft.com/win/2004/08/events/event"
# Types of values.
TEXT, UINT8, UINT16, UINT32, UINT64, TIME, SID, HEX32, HEX64, XML = 1, 4, 6, 8, 0x0A, 0x11, 0x13, 0x14, 0x15, 0x21


def utf16(text):
    return text.encode("utf-16-le")


class Chunk:
    """Up to 64 KiB of records; names and templates are written where they first occur."""

    def __init__(self, number):
        self.first = self.next = number
        self.bytes = bytearray(512)
        self.last_start = 0
        self.names, self.templates = {}, {}

    def name(self, name):
        if name in self.names:
            self.bytes += struct.pack("<I", self.names[name])
            return
        start = self.names[name] = len(self.bytes) + 4
        hash = 0
        for unit in name:
            hash = (hash * 65_599 + ord(unit)) & 0xFFFFFFFF
        self.bytes += struct.pack("<IIHH", start, 0, hash & 0xFFFF, len(name)) + utf16(name) + b"\0\0"

    def element(self, name, attributes, content):
        """Content: texts, (number, type) of values, and further elements as lists."""
        self.bytes += b"\x41\xff\xff" if attributes else b"\x01\xff\xff"
        size = len(self.bytes)
        self.bytes += bytes(4)
        self.name(name)
        if attributes:
            listed = len(self.bytes)
            self.bytes += bytes(4)
            for index, (key, value) in enumerate(attributes):
                self.bytes += b"\x46" if index + 1 < len(attributes) else b"\x06"
                self.name(key)
                self.part(value)
            struct.pack_into("<I", self.bytes, listed, len(self.bytes) - listed - 4)
        self.bytes += b"\x02" if content else b"\x03"
        for part in content:
            self.part(part)
        if content:
            self.bytes += b"\x04"
        struct.pack_into("<I", self.bytes, size, len(self.bytes) - size - 4)

    def part(self, part):
        if isinstance(part, str):
            self.bytes += struct.pack("<BBH", 5, 1, len(part)) + utf16(part)
        elif isinstance(part, tuple):
            self.bytes += struct.pack("<BHB", 0x0E, *part)
        else:
            self.element(*part)

    def template(self, number, element):
        """An instance's beginning, with the definition where it is the first."""
        self.bytes += b"\x0f\x01\x01\x00" + struct.pack("<BBI", 0x0C, 1, number)
        if number in self.templates:
            self.bytes += struct.pack("<I", self.templates[number])
            return
        start = self.templates[number] = len(self.bytes) + 4
        self.bytes += struct.pack("<III", start, 0, number) + bytes([7]) * 12 + bytes(4) + b"\x0f\x01\x01\x00"
        self.element(*element)
        self.bytes += b"\0"
        struct.pack_into("<I", self.bytes, start + 20, len(self.bytes) - start - 24)

    def record(self, ticks, system, data):
        """False where there is no room."""
        before = len(self.bytes), dict(self.names), dict(self.templates)
        start = len(self.bytes)
        self.bytes += struct.pack("<IIQQ", 0x2A2A, 0, self.next, ticks)
        self.template(1, SYSTEM)
        self.bytes += struct.pack("<I", len(system) + 1)
        descriptors = len(self.bytes)
        self.bytes += bytes(4 * len(system) + 4) + b"".join(value for _, value in system)
        for index, (kind, value) in enumerate(system):
            struct.pack_into("<HBB", self.bytes, descriptors + 4 * index, len(value), kind, 0)
        inner = len(self.bytes)
        self.template(2, DATA)
        self.bytes += struct.pack("<I", len(data)) + b"".join(struct.pack("<HBB", len(value), kind, 0) for kind, value in data)
        self.bytes += b"".join(value for _, value in data) + b"\0"
        struct.pack_into("<HBB", self.bytes, descriptors + 4 * len(system), len(self.bytes) - inner, XML, 0)
        self.bytes += b"\0" + bytes(-(len(self.bytes) + 5) % 8 + 4)
        length = len(self.bytes) - start
        struct.pack_into("<I", self.bytes, start + 4, length)
        struct.pack_into("<I", self.bytes, len(self.bytes) - 4, length)
        if len(self.bytes) > CHUNK:
            del self.bytes[before[0]:]
            self.names, self.templates = before[1:]
            return False
        self.last_start = start
        self.next += 1
        return True

    def finished(self):
        free = len(self.bytes)
        self.bytes += bytes(CHUNK - free)
        last = self.next - 1
        struct.pack_into("<8sQQQQIIII", self.bytes, 0, b"ElfChnk\0", self.first, last, self.first, last, 128, self.last_start,
                         free, zlib.crc32(self.bytes[512:free]))
        struct.pack_into("<I", self.bytes, 124, zlib.crc32(self.bytes[:120] + self.bytes[128:512]))
        return self.bytes


def data_element(name, number, kind):
    return ["Data", [("Name", name)], [(number, kind)]]


SYSTEM = ["Event", [("xmlns", NAMESPACE)], [
    ["System", [], [
        ["Provider", [("Name", "Microsoft-Windows-Security-Auditing"), ("Guid", "{54849625-5478-4994-A5BA-3E3B0328C30D}")], []],
        ["EventID", [], [(0, UINT16)]], ["Version", [], [(1, UINT8)]], ["Level", [], [(2, UINT8)]],
        ["Task", [], [(3, UINT16)]], ["Opcode", [], [(2, UINT8)]], ["Keywords", [], [(4, HEX64)]],
        ["TimeCreated", [("SystemTime", (5, TIME))], []], ["EventRecordID", [], [(6, UINT64)]],
        ["Correlation", [], []], ["Execution", [("ProcessID", (7, UINT32)), ("ThreadID", (8, UINT32))], []],
        ["Channel", [], ["Security"]], ["Computer", [], [(9, TEXT)]], ["Security", [], []]]],
    (10, XML)]]
DATA = ["EventData", [], [
    data_element("SubjectUserSid", 0, SID), data_element("SubjectUserName", 1, TEXT),
    data_element("SubjectDomainName", 2, TEXT), data_element("SubjectLogonId", 3, HEX64),
    data_element("ObjectType", 4, TEXT), data_element("IpAddress", 5, TEXT), data_element("IpPort", 6, TEXT),
    data_element("ShareName", 7, TEXT), data_element("ShareLocalPath", 8, TEXT), data_element("AccessMask", 9, HEX32),
    data_element("AccessList", 10, TEXT)]]


def values(row, number):
    """When an event was written, and its values for the two templates."""
    ticks = 116_444_736_000_000_000 + row["milliseconds"] * 10_000
    sid = [int(part) for part in row["SubjectUserSid"].split("-")[2:]]
    system = [
        (UINT16, struct.pack("<H", 5140)), (UINT8, b"\1"), (UINT8, b"\0"), (UINT16, struct.pack("<H", 12808)),
        (HEX64, struct.pack("<Q", 0x8020 << 48)), (TIME, struct.pack("<Q", ticks)), (UINT64, struct.pack("<Q", number)),
        (UINT32, struct.pack("<I", 4)), (UINT32, struct.pack("<I", 512)), (TEXT, utf16(row["Computer"]))]
    data = [
        (SID, struct.pack(f"<BB6B{len(sid) - 1}I", 1, len(sid) - 1, 0, 0, 0, 0, 0, *sid)),
        (TEXT, utf16(row["SubjectUserName"])), (TEXT, utf16(row["SubjectDomainName"])),
        (HEX64, struct.pack("<Q", int(row["SubjectLogonId"][2:]))), (TEXT, utf16(row["ObjectType"])),
        (TEXT, utf16(row["IpAddress"])), (TEXT, utf16(str(row["IpPort"]))), (TEXT, utf16(row["ShareName"])),
        (TEXT, utf16(row["ShareLocalPath"])), (HEX32, struct.pack("<I", 1)), (TEXT, utf16(row["AccessList"]))]
    return ticks, system, data


def log(rows, number):
    """The bytes of one file."""
    chunks, chunk = [], Chunk(number)
    for row in rows:
        ticks, system, data = values(row, chunk.next)
        if not chunk.record(ticks, system, data):
            chunks.append(chunk.finished())
            chunk = Chunk(chunk.next)
            # The template's value is the record's number, which has not changed.
            chunk.record(ticks, system, data)
    following = chunk.next
    chunks.append(chunk.finished())
    header = bytearray(4096)
    struct.pack_into("<8sQQQIHHHH", header, 0, b"ElfFile\0", 0, len(chunks) - 1, following, 128, 1, 3, 4096, len(chunks))
    struct.pack_into("<I", header, 124, zlib.crc32(header[:120]))
    return header + b"".join(chunks), following


if __name__ == "__main__":
    folder, count, shape = events.wanted("evtx.json")
    shutil.rmtree(folder / "evtx", ignore_errors=True)
    (folder / "evtx").mkdir()
    random, number = np.random.default_rng(6), 1
    for begin in range(0, count, FILE):
        part = events.events(random, begin, min(FILE, count - begin))
        part = part.with_columns(part["TimeCreated"].str.to_datetime(time_unit="ms", time_zone="UTC").dt.timestamp("ms")
                                 .alias("milliseconds"))
        content, number = log(part.iter_rows(named=True), number)
        (folder / "evtx" / f"security-{begin // FILE:04}.evtx").write_bytes(content)
    shape.write_text(json.dumps({"events": count}))
