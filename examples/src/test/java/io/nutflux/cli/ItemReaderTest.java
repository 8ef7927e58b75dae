package io.nutflux.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemReaderTest {

    private final ItemReader reader = new ItemReader();

    @Test
    void read_ofKeyAndToken_givesBoth() {
        Item.Ready item = (Item.Ready) read("order 7\tcashuBx").get(0);

        assertThat(item.request().key()).isEqualTo("order 7");
        assertThat(item.request().token()).isEqualTo("cashuBx");
        assertThat(item.line()).isEqualTo(1);
    }

    @Test
    void read_ofATokenAlone_makesItsKeyOfItsDigest() {
        Item.Ready item = (Item.Ready) read("  hello ").get(0);

        // SHA-256("hello") begins 2cf24dba5fb0a30e26e83b2ac5b9e29e
        assertThat(item.request().key()).isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e");
        assertThat(item.request().token()).isEqualTo("hello");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "# comment", "  # comment\twith a tab"})
    void read_ofBlanksAndComments_givesNothing(String text) {
        assertThat(read(text)).isEmpty();
    }

    @Test
    void read_ofTheSameLineTwice_isADuplicateOfTheFirst() {
        List<Item> items = read("k\tcashuBx", "k\tcashuBx");

        Outcome second = ((Item.Decided) items.get(1)).outcome();
        assertThat(second.kind()).isEqualTo(Outcome.Kind.DUPLICATE);
        assertThat(second.reason()).isEqualTo("SAME_KEY");
        assertThat(second.line()).isEqualTo(2);
        assertThat(second.detail()).contains("line 1");
    }

    @Test
    void read_ofTheSameKeyForAnotherToken_isRefused() {
        Outcome second = ((Item.Decided) read("k\tcashuBx", "k\tcashuBy").get(1)).outcome();

        assertThat(second.kind()).isEqualTo(Outcome.Kind.REFUSED);
        assertThat(second.reason()).isEqualTo("KEY_REUSED");
    }

    @Test
    void read_ofALineThatIsTooLong_isRefusedUnderItsKey() {
        List<Item> items = new ItemReader().read(new BoundedLines.Line(3, "k\tcashuB", true, 9));

        Outcome outcome = ((Item.Decided) items.get(0)).outcome();
        assertThat(outcome.kind()).isEqualTo(Outcome.Kind.REFUSED);
        assertThat(outcome.reason()).isEqualTo("LINE_TOO_LONG");
        assertThat(outcome.key()).isEqualTo("k");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\tcashuBx",
                "cashuBsecret\tcashuBx",
                "reclaim:x\tcashuBx",
                "caf\u00e9\tcashuBx",
                "k\u0007\tcashuBx"
            })
    void read_ofWhatIsNoKey_isRefusedWithoutRepeatingIt(String text) {
        // A line that begins with a tab has an empty key.
        Outcome outcome = ((Item.Decided) read(text).get(0)).outcome();

        assertThat(outcome.reason()).isEqualTo("BAD_KEY");
        assertThat(outcome.json().text()).doesNotContain("cashuB", "caf", "u0007");
    }

    @Test
    void read_ofAKeyThatIsTooLong_isRefused() {
        assertThat(((Item.Decided) read("k".repeat(193) + "\tcashuBx").get(0))
                        .outcome()
                        .reason())
                .isEqualTo("BAD_KEY");
        assertThat(read("k".repeat(192) + "\tcashuBx").get(0)).isInstanceOf(Item.Ready.class);
    }

    private List<Item> read(String... texts) {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            items.addAll(reader.read(line(i + 1, texts[i])));
        }
        return items;
    }

    private static BoundedLines.Line line(long number, String text) {
        return new BoundedLines.Line(number, text, false, 0);
    }
}
