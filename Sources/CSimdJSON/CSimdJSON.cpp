#include "CSimdJSON.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <new>
#include <simdjson.h>
#include <string>
#include <string_view>
#include <vector>

static_assert(ACCESSLAB_JSON_PADDING >= simdjson::SIMDJSON_PADDING, "simdjson reads further than the header says");

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::element_type;
using simdjson::dom::object;

namespace {

struct Key {
    std::string parent;
    std::string name;
    int32_t slot;
};

/// Keys in buckets by their length and last byte, so that most of a document's keys are dismissed without comparing.
struct KeyTable {
    std::array<std::vector<Key>, 256> buckets;

    static size_t bucket(std::string_view key) {
        return key.empty() ? 0 : (key.size() * 31 + static_cast<unsigned char>(key.back())) & 255;
    }

    template <typename Visit>
    void find(std::string_view parent, std::string_view name, Visit visit) const {
        for (const Key &key : buckets[bucket(name)]) {
            if (key.name == name && (key.parent.empty() || key.parent == parent)) visit(key.slot);
        }
    }
};

/// A key as it stood in a document, and the slots that take its value.
struct MetKey {
    std::string parent;
    std::string name;
    std::vector<int32_t> slots;
};

/// Objects are searched this deep; no known log nests its fields deeper.
constexpr int deepest = 4;

/// The keys of a document that are remembered, and their length; no known log has more, or longer ones.
constexpr size_t most_met_keys = 256, longest_met_key = 128;

} // namespace

struct accesslab_json_parser {
    simdjson::dom::parser parser;
    KeyTable keys;
    std::vector<accesslab_text> values;
    /// Numbers as text, one for each slot, with room to be read behind.
    std::vector<std::array<char, 64>> numbers;
    std::vector<accesslab_json_kind> kinds;
    /// The keys of the last documents by their place: nearly all documents of a log have the same ones in the same order.
    std::array<MetKey, most_met_keys> met;
    /// The keys of the present document so far.
    size_t place = 0;

    void set(int32_t slot, element value) {
        accesslab_text &text = values[slot];
        if (text.bytes) return;
        char *number = numbers[slot].data(), *end = number + numbers[slot].size();
        ptrdiff_t length = -1;
        switch (value.type()) {
        case element_type::STRING: {
            std::string_view string = value.get_string().value_unsafe();
            text = {reinterpret_cast<const uint8_t *>(string.data()), string.size()};
            return;
        }
        case element_type::INT64:
            length = std::to_chars(number, end, value.get_int64().value_unsafe()).ptr - number;
            break;
        case element_type::UINT64:
            length = std::to_chars(number, end, value.get_uint64().value_unsafe()).ptr - number;
            break;
        case element_type::DOUBLE:
            length = snprintf(number, end - number, "%.17g", value.get_double().value_unsafe());
            break;
        case element_type::BOOL:
            length = snprintf(number, end - number, "%s", value.get_bool().value_unsafe() ? "true" : "false");
            break;
        case element_type::ARRAY: {
            if (kinds[slot] == ACCESSLAB_JSON_SCALAR) kinds[slot] = ACCESSLAB_JSON_ARRAY;
            // A value of its own: what the loop ranges over has to live as long as the loop.
            const array items = value.get_array().value_unsafe();
            for (element first : items) {
                if (!first.is_array()) set(slot, first);
                break;
            }
            return;
        }
        case element_type::OBJECT:
            if (kinds[slot] == ACCESSLAB_JSON_SCALAR) kinds[slot] = ACCESSLAB_JSON_OBJECT;
            return;
        default:
            return;
        }
        if (length > 0) text = {reinterpret_cast<const uint8_t *>(number), static_cast<size_t>(length)};
    }

    void visit(object object, std::string_view parent, int depth) {
        for (auto field : object) {
            auto take = [&](int32_t slot) {
                if (slot >= 0) {
                    set(slot, field.value);
                } else if (field.value.is_object() && depth < deepest) {
                    visit(field.value.get_object().value_unsafe(), field.key, depth + 1);
                }
            };
            if (place == met.size() || field.key.size() > longest_met_key) {
                keys.find(parent, field.key, take);
                continue;
            }
            MetKey &key = met[place++];
            if (key.name != field.key || key.parent != parent) {
                key.slots.clear();
                keys.find(parent, field.key, [&](int32_t slot) { key.slots.push_back(slot); });
                key.name = field.key;
                key.parent = parent;
            }
            for (int32_t slot : key.slots) take(slot);
        }
    }
};

accesslab_json_parser *accesslab_json_parser_create(const accesslab_json_key *keys, size_t key_count,
                                                    size_t slot_count) {
    try {
        auto *parser = new accesslab_json_parser();
        parser->values.resize(slot_count);
        parser->numbers.resize(slot_count);
        parser->kinds.resize(slot_count);
        for (size_t index = 0; index < key_count; index++) {
            const accesslab_json_key &key = keys[index];
            if (key.slot >= static_cast<int32_t>(slot_count)) continue;
            parser->keys.buckets[KeyTable::bucket(key.key)].push_back(
                {key.parent ? key.parent : "", key.key, key.slot});
        }
        return parser;
    } catch (const std::bad_alloc &) {
        return nullptr;
    }
}

void accesslab_json_parser_free(accesslab_json_parser *parser) {
    delete parser;
}

const char *accesslab_json_parse(accesslab_json_parser *parser, const uint8_t *document, size_t length) {
    for (accesslab_text &value : parser->values) value = {nullptr, 0};
    for (accesslab_json_kind &kind : parser->kinds) kind = ACCESSLAB_JSON_SCALAR;
    element root;
    simdjson::error_code error = parser->parser.parse(document, length, false).get(root);
    if (error) return simdjson::error_message(error);
    object fields;
    if (root.get(fields)) return "The document is not a JSON object";
    parser->place = 0;
    try {
        parser->visit(fields, "", 0);
    } catch (const std::bad_alloc &) {
        // One of them may be half made.
        for (MetKey &key : parser->met) key = {};
        return "There is not enough memory for it";
    }
    return nullptr;
}

namespace {

struct Visit {
    const accesslab_json_visitor &visitor;
    int deepest;
    size_t left;

    /// Whether all of a value was passed on.
    bool value(element value, const uint8_t *key, size_t key_length, int depth) {
        if (left == 0 || depth > deepest) return false;
        left--;
        char number[64];
        ptrdiff_t length = -1;
        switch (value.type()) {
        case element_type::OBJECT: {
            visitor.begin_object(visitor.context, key, key_length);
            const object fields = value.get_object().value_unsafe();
            for (auto field : fields) {
                if (!this->value(field.value, reinterpret_cast<const uint8_t *>(field.key.data()), field.key.size(),
                                 depth + 1))
                    return false;
            }
            visitor.end(visitor.context);
            return true;
        }
        case element_type::ARRAY: {
            visitor.begin_array(visitor.context, key, key_length);
            const array items = value.get_array().value_unsafe();
            for (element item : items) {
                if (!this->value(item, nullptr, 0, depth + 1)) return false;
            }
            visitor.end(visitor.context);
            return true;
        }
        case element_type::STRING: {
            std::string_view string = value.get_string().value_unsafe();
            visitor.text(visitor.context, key, key_length, reinterpret_cast<const uint8_t *>(string.data()),
                         string.size(), false);
            return true;
        }
        case element_type::INT64:
            length = std::to_chars(number, number + sizeof number, value.get_int64().value_unsafe()).ptr - number;
            break;
        case element_type::UINT64:
            length = std::to_chars(number, number + sizeof number, value.get_uint64().value_unsafe()).ptr - number;
            break;
        case element_type::DOUBLE:
            length = snprintf(number, sizeof number, "%.17g", value.get_double().value_unsafe());
            break;
        case element_type::BOOL:
            length = snprintf(number, sizeof number, "%s", value.get_bool().value_unsafe() ? "true" : "false");
            break;
        default:
            if (key) return true;
            // In an array, what follows keeps its place.
            length = 0;
        }
        visitor.text(visitor.context, key, key_length, reinterpret_cast<const uint8_t *>(number),
                     static_cast<size_t>(length > 0 ? length : 0), true);
        return true;
    }
};

} // namespace

const char *accesslab_json_visit(accesslab_json_parser *parser, const uint8_t *document, size_t length, int deepest,
                                 size_t most_values, const accesslab_json_visitor *visitor) {
    element root;
    simdjson::error_code error = parser->parser.parse(document, length, true).get(root);
    if (error) return simdjson::error_message(error);
    Visit visit{*visitor, deepest, most_values};
    return visit.value(root, nullptr, 0, 0) ? nullptr : "The document is nested too deep or has too many values";
}

accesslab_text accesslab_json_value(const accesslab_json_parser *parser, int32_t slot) {
    return parser->values[slot];
}

const accesslab_text *accesslab_json_values(const accesslab_json_parser *parser) {
    return parser->values.data();
}

accesslab_json_kind accesslab_json_kind_of(const accesslab_json_parser *parser, int32_t slot) {
    return parser->kinds[slot];
}

bool accesslab_is_utf8(const uint8_t *bytes, size_t length) {
    return simdjson::validate_utf8(reinterpret_cast<const char *>(bytes), length);
}

const char *accesslab_simdjson_version(void) {
    return SIMDJSON_STRINGIFY(SIMDJSON_VERSION);
}
