package io.azulejo.libtorch.grammar;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GrammarTests {

    private static final Vocabulary BYTES = Vocabulary.of(256, id -> new byte[]{(byte) id});

    /** Schema, a document that is one, a document that is not. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            {"type":"null"}                                         | null       | nul
            {"type":"boolean"}                                      | false      | 0
            {"type":"integer"}                                      | -12        | 1.5
            {"type":"integer"}                                      | 0          | 01
            {"type":"integer"}                                      | 7          | -0
            {"type":"number"}                                       | -0.25      | .25
            {"type":"number"}                                       | 10.0       | 10.
            {"type":"number"}                                       | 1          | 1e5
            {"type":"number"}                                       | 123456789012345 | 1234567890123456
            {"type":"integer","minimum":3,"maximum":12}             | 12         | 13
            {"type":"integer","minimum":3,"maximum":12}             | 3          | 2
            {"type":"integer","minimum":-20,"exclusiveMaximum":-3}  | -4         | -3
            {"type":"integer","exclusiveMinimum":100}               | 101        | 100
            {"type":"number","minimum":0.5,"exclusiveMaximum":0.75} | 0.749      | 0.75
            {"type":"number","exclusiveMinimum":-0.5,"maximum":0}   | -0.49      | -0.5
            {"type":"integer","multipleOf":7}                       | -14        | 15
            {"type":"number","multipleOf":5}                        | 25         | 25.5
            {"type":["string","null"]}                              | null       | 1
            {"enum":["a",1,12,null]}                                | 12         | 2
            {"enum":["a",1],"type":"string"}                        | "a"        | 1
            {"const":{"a":[1]}}                                     | {"a":[1]}  | {"a":[2]}
            {"type":"string","minLength":2,"maxLength":3}           | "äöü"      | "a"
            {"type":"string","maxLength":1}                         | "\\u00e9"  | "ab"
            {"type":"string","maxLength":1}                         | "😀"       | "😀😀"
            {"type":"string","format":"date"}                       | "2026-12-31" | "2026-11-31"
            {"type":"string","format":"date"}                       | "2026-02-28" | "2026-02-30"
            {"type":"string","format":"time"}                       | "23:59:59Z"  | "24:00:00Z"
            {"type":"string","format":"date-time"}                  | "2026-01-30T07:00:00+02:00" | "2026-01-30 07:00:00Z"
            {"type":"string","format":"uuid"} | "01234567-89ab-cdef-0123-456789abcdef" | "01234567"
            {"type":"integer","format":"int32"}                     | 2147483647 | 2147483648
            {"type":"number","format":"double"}                     | 0.5        | "0.5"
            {"minLength":1}                                         | "a"        | ""
            {"type":"string"}                                       | "\\"\\/"   | "\\x"
            {"type":"string"}                                       | "\\uD7ff"  | "\\uD800"
            {"type":"array","items":{"type":"integer"}}             | []         | ["a"]
            {"type":"array","items":{"type":"integer"},"minItems":2}| [1, 2,3]   | [1]
            {"type":"array","items":{"type":"null"},"maxItems":1}   | [null]     | [null,null]
            {"prefixItems":[{"type":"null"},{"type":"boolean"}]}    | [null,true]| [true,null]
            {"prefixItems":[{"type":"null"}],"items":false}         | [null]     | [null,1]
            {"items":{"type":"integer"},"minItems":1}               | [1]        | []
            {"type":"object","properties":{"a":{},"b":{}},"required":["b"]} | {"a":1,"b":[]}  | {"a":1}
            {"type":"object","properties":{"a":{},"b":{}},"required":["b"]} | {"b":{"c":"d"}} | {"b":1,"a":1}
            {"type":"object","properties":{"a":{},"b":{}}}          | {}         | {"c":1}
            {"properties":{"a":{}},"additionalProperties":{"type":"null"}} | {"a":1,"b":null} | {"b":1}
            {"properties":{"a":{"type":"null"}},"additionalProperties":true} | {"b":1,"c":2} | {"a":1}
            {"type":"object","additionalProperties":{"type":"integer"}} | {"aa":1,"a":2} | {"a":1,"a":2}
            {"required":["a"]}                                      | {"a":1}    | {}
            {"type":"object","additionalProperties":false}          | {}         | {"a":1}
            {"anyOf":[{"type":"integer"},{"type":"array"}]}         | [1]        | "1"
            {"oneOf":[{"type":"integer"},{"type":"string"}]}        | "1"        | 1.5
            {"allOf":[{"$ref":"#/$defs/a"}],"$defs":{"a":{"type":"null"}}} | null | 1
            {"properties":{"next":{"$ref":"#"}}}                    | {"next":{"next":{}}} | {"next":1}
            {"$ref":"#/$defs/t","$defs":{"t":{"items":{"$ref":"#/$defs/t"}}}} | [[],[[]]] | [[],1]
            {}                                                      | {"a": [1, "b"]} | {"a" : 1}
            true                                                    | [true,false,null] | [1,]
            """)
    void acceptsWhatASchemaAllowsAndNothingElse(String schema, String valid, String invalid) {
        Grammar grammar = Grammar.jsonSchema(schema, BYTES);

        assertThat(accepts(grammar, valid)).as("%s fulfils %s", valid, schema).isTrue();
        assertThat(accepts(grammar, invalid)).as("%s fulfils %s", invalid, schema).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type":"string","pattern":"a+"}            | 'pattern' is not supported at #.
            {"properties":{"a":{"format":"email"}}}     | The 'format' "email" is not supported at #/properties/a.
            {"type":"object","minProperties":1}         | 'minProperties' is not supported
            {"type":"object","patternProperties":{}}    | 'patternProperties' is not supported
            {"type":"array","uniqueItems":true}         | 'uniqueItems' is not supported
            {"type":"array","contains":{}}              | 'contains' is not supported
            {"not":{}}                                  | 'not' is not supported
            {"if":{},"then":{}}                         | 'if' is not supported
            {"type":"string","minimum":1}               | 'minimum' is not supported
            {"type":"number","multipleOf":0.1}          | 'multipleOf' is supported for whole numbers
            {"allOf":[{},{}]}                           | 'allOf' of more than one schema
            {"oneOf":[{"type":"integer"},{"type":"number"}]} | 'oneOf' is supported where
            {"anyOf":[{}],"type":"object"}              | 'type' beside 'anyOf' is not supported
            {"enum":["a"],"minLength":1}                | 'minLength' beside 'enum' is not supported
            {"$ref":"https://example.org/a"}            | '$ref' must be a JSON pointer
            {"$ref":"#/$defs/a"}                        | which is not there
            {"$ref":"#"}                                | refers to itself
            {"anyOf":[{"$ref":"#/$defs/a"}],"$defs":{"a":{"anyOf":[{"$ref":"#/$defs/a"},{}]}}} | refers to itself
            {"type":"text"}                             | There is no type "text"
            {"type":"integer","minimum":"1"}            | 'minimum' must be a number
            {"minItems":-1}                             | 'minItems' must be a whole number
            {"required":true}                           | 'required' must be an array of names
            {"minLength":3,"maxLength":2}               | No document can fulfil the schema
            {"properties":{"a":{"$ref":"#"}},"required":["a"]} | No document can fulfil the schema
            {"type":"integer","minimum":1.2,"maximum":1.8} | No document can fulfil the schema
            {"type":                                    | The schema is not JSON
            [1]                                         | A schema must be an object or a boolean
            """)
    void refusesByNameWhatItCannotHoldTo(String schema, String problem) {
        assertThatThrownBy(() -> Grammar.jsonSchema(schema, BYTES)).isInstanceOf(SchemaException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void annotationsSayNothing() {
        Grammar grammar = Grammar.jsonSchema("""
                {"$schema":"https://json-schema.org/draft/2020-12/schema","title":"T","description":"d",
                "type":"null","default":null,"examples":[null],"deprecated":true}""", BYTES);

        assertThat(accepts(grammar, "null")).isTrue();
    }

    @Test
    void oneOfTellsObjectsApartByAConstantThatTheyAllRequire() {
        Grammar grammar = Grammar.jsonSchema("""
                {"oneOf":[{"properties":{"kind":{"const":"a"},"x":{"type":"null"}},"required":["kind","x"]},
                {"properties":{"kind":{"const":"b"}},"required":["kind"]}]}""", BYTES);

        assertThat(accepts(grammar, "{\"kind\":\"a\",\"x\":null}")).isTrue();
        assertThat(accepts(grammar, "{\"kind\":\"b\"}")).isTrue();
        assertThat(accepts(grammar, "{\"kind\":\"a\"}")).isFalse();
    }

    @Test
    void stringsAreWellFormedUtf8() {
        Grammar grammar = Grammar.jsonSchema("{\"type\":\"string\"}", BYTES);

        for (String malformed : new String[]{"80", "C3", "C080", "E08080", "EDA080", "F4908080", "F5808080", "FF",
                "0A"}) {
            assertThat(grammar.accepts(quoted(malformed))).as(malformed).isFalse();
        }
        for (String wellFormed : new String[]{"C3A4", "E0A080", "ED9FBF", "EE8080", "F0908080", "F48FBFBF", "7F"}) {
            assertThat(grammar.accepts(quoted(wellFormed))).as(wellFormed).isTrue();
        }
    }

    @Test
    void jsonObjectIsAnyObjectAndNothingElse() {
        Grammar grammar = Grammar.jsonObject(BYTES);

        assertThat(accepts(grammar, "{\"a\": {\"b\": [1, -2.5, \"c\\n\", null, true]}}")).isTrue();
        assertThat(accepts(grammar, "[1]")).isFalse();
        assertThat(accepts(grammar, "{\"a\":1,\"a\":2}")).as("a name twice").isFalse();
    }

    private static byte[] quoted(String hex) {
        return ("\"" + new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1) + "\"")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean accepts(Grammar grammar, String document) {
        return grammar.accepts(document.getBytes(StandardCharsets.UTF_8));
    }
}
