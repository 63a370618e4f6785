#ifndef ACCESSLAB_CSIMDJSON_H
#define ACCESSLAB_CSIMDJSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Bytes of UTF-8 that belong to a parser and stay valid until its next document; `bytes` is NULL where the document
/// has no such value. Sixteen bytes more may be read behind them, whatever they hold.
typedef struct {
    const uint8_t *bytes;
    size_t length;
} accesslab_text;

/// A key of a JSON object and the slot that takes its value.
typedef struct {
    /// The key of the enclosing object, where the key means something in that object only; NULL for any object.
    const char *parent;
    const char *key;
    /// The index of the value's slot; `ACCESSLAB_JSON_DESCEND` where the value is an object that holds further keys.
    int32_t slot;
} accesslab_json_key;

#define ACCESSLAB_JSON_DESCEND -1

/// The bytes that must be readable (whatever they hold) after a document that is parsed.
#define ACCESSLAB_JSON_PADDING 64

typedef struct accesslab_json_parser accesslab_json_parser;

/// A parser that knows the given keys, which are copied. NULL where memory is exhausted.
accesslab_json_parser *accesslab_json_parser_create(const accesslab_json_key *keys, size_t key_count,
                                                    size_t slot_count);

void accesslab_json_parser_free(accesslab_json_parser *parser);

/// Parses one document, of which every byte is validated, and finds the values of the known keys. Numbers and truth
/// values are given as text, of an array the first element, null as absent; of a repeated key the first value counts.
///
/// Returns NULL, or a static sentence that says what is wrong.
const char *accesslab_json_parse(accesslab_json_parser *parser, const uint8_t *document, size_t length);

/// The value of a slot in the document that was parsed last.
accesslab_text accesslab_json_value(const accesslab_json_parser *parser, int32_t slot);

/// What the value of a slot in the document that was parsed last is.
typedef enum {
    /// A text, a number, a truth value, or nothing.
    ACCESSLAB_JSON_SCALAR,
    ACCESSLAB_JSON_ARRAY,
    ACCESSLAB_JSON_OBJECT,
} accesslab_json_kind;

/// The values of all slots in the document that was parsed last; the place stays the same for a parser's life.
const accesslab_text *accesslab_json_values(const accesslab_json_parser *parser);

accesslab_json_kind accesslab_json_kind_of(const accesslab_json_parser *parser, int32_t slot);

/// Takes the values of a document one by one. `key` is NULL within an array and for the document itself.
typedef struct {
    void *context;
    void (*begin_object)(void *context, const uint8_t *key, size_t key_length);
    void (*begin_array)(void *context, const uint8_t *key, size_t key_length);
    /// An object or array ends.
    void (*end)(void *context);
    /// A text, or a number or truth value as text.
    void (*text)(void *context, const uint8_t *key, size_t key_length, const uint8_t *bytes, size_t length,
                 bool is_number);
} accesslab_json_visitor;

/// Parses one document of any kind, and passes on what is in it, in its order; null is left out, of an
/// array an empty text. The document is copied:
/// nothing need be readable behind it.
///
/// Returns NULL, or a static sentence that says what is wrong: no JSON, deeper than `deepest`, more values than
/// `most_values`.
const char *accesslab_json_visit(accesslab_json_parser *parser, const uint8_t *document, size_t length, int deepest,
                                 size_t most_values, const accesslab_json_visitor *visitor);

/// Whether bytes are valid UTF-8.
bool accesslab_is_utf8(const uint8_t *bytes, size_t length);

/// The version of the simdjson library.
const char *accesslab_simdjson_version(void);

#ifdef __cplusplus
}
#endif

#endif
