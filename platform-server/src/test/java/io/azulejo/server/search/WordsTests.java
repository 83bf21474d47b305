package io.azulejo.server.search;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class WordsTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"Azulejos of São João | azulejos of sao joao",
            "STRASSE Straße | strasse strasse",
            "Ёлка и ёж | елка и еж", "Ἀθῆναι ΣΟΦΟΣ | αθηναι σοφοσ", "ﬁve ２０２６ | five 2026", "can't re-do | can t re do",
            "İstanbul | istanbul", "한국어 문장 | 한국어 문장", "בַּיִת | בַּיִת"})
    void wordsWhenPartedThenAreFolded(String text, String words) {
        assertThat(Words.of(text).stream().map(Words.Word::folded).collect(Collectors.joining(" ")))
                .isEqualTo(Normalizer.normalize(words, Normalizer.Form.NFC));
    }

    @Test
    void runWhenItsScriptPartsNoWordsThenIsFoundByEachPairOfLetters() {
        List<Words.Word> words = Words.of("我喜欢瓷砖。Tile漢字");
        assertThat(words).extracting(Words.Word::folded).containsExactly("我喜欢瓷砖", "tile", "漢字");
        List<String> lexemes = new ArrayList<>();
        words.getFirst().lexemes(lexemes::add);
        assertThat(lexemes).containsExactly("我喜", "喜欢", "欢瓷", "瓷砖", "砖");
        assertThat(Words.of("瓷砖").getFirst().queries()).containsExactly("'瓷砖'");
        assertThat(Words.of("砖").getFirst().queries()).containsExactly("'砖':*");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"A blue TILE and tiles. | tile | A blue [TILE] and [tiles].",
            "我喜欢蓝色的瓷砖 | 瓷砖 | 我喜欢蓝色的[瓷砖]", "ｶﾞﾗｽのタイル | ガラス | [ｶﾞﾗｽ]のタイル",
            "O café está aberto | cafe aberto | O [café] está [aberto]", "nothing here | tile | ''"})
    void snippetWhenFoundThenMarksEachHit(String text, String query, String expected) {
        String marked = Snippet.of(text, Words.of(query)).stream()
                .map(piece -> piece.hit() ? "[" + piece.text() + "]" : piece.text()).collect(Collectors.joining());
        assertThat(marked).isEqualTo(expected);
    }

    @Test
    void snippetWhenTheTextIsLongThenIsTheTextAroundTheHit() {
        String text = "word ".repeat(100) + "needle" + " word".repeat(100);
        List<Snippet.Piece> pieces = Snippet.of(text, Words.of("needle"));
        assertThat(pieces).hasSize(3);
        assertThat(pieces.getFirst().text()).startsWith("…word").hasSizeLessThan(70);
        assertThat(pieces.get(1)).isEqualTo(new Snippet.Piece("needle", true));
        assertThat(pieces.getLast().text()).endsWith("word…").hasSizeLessThan(160);
    }
}
