package io.azulejo.libtorch.engine;

/** Each token is a letter: 0 is "a", 25 "z", 26 "A". */
final class LetterDecoder implements TokenDecoder {

    static String letter(int id) {
        return String.valueOf((char) (id < 26 ? 'a' + id : 'A' + id - 26));
    }

    @Override
    public String append(int id) {
        return letter(id);
    }

    @Override
    public String finish() {
        return "";
    }
}
