package io.nutflux.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nutflux.model.Amount;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void json_writesEachKindOfValue() {
        String text = JsonLine.of("amount", Amount.MAX)
                .with("big", BigInteger.TWO.pow(70))
                .with("double", 1.5)
                .with("int", 7)
                .with("yes", true)
                .with("none", null)
                .with("list", List.of(1, "a"))
                .with("object", JsonLine.of("x", "\u001b\u00e9\""))
                .text();

        assertThat(text)
                .isEqualTo("{\"amount\":18446744073709551615,\"big\":1180591620717411303424,\"double\":1.5,\"int\":7,"
                        + "\"yes\":true,\"none\":null,\"list\":[1,\"a\"],"
                        + "\"object\":{\"x\":\"\\u001B\\u00E9\\\"\"}}");
    }

    @Test
    void printable_replacesWhatATerminalWouldObey_andCuts() {
        assertThat(Printable.of("a\u001b[2Jb\u009b\u202ec", 80)).isEqualTo("a?[2Jb??c");
        assertThat(Printable.of("abcdefghij", 6)).isEqualTo("abc...");
        assertThat(Printable.of(null, 6)).isEqualTo("-");
    }

    @Test
    void time_ofAnyNumber_isText() {
        assertThat(Printable.time(null)).isEqualTo("never");
        assertThat(Printable.time(1_754_296_607L)).isEqualTo("2025-08-04T08:36:47Z");
        assertThat(Printable.time(Long.MAX_VALUE)).isEqualTo("second 9223372036854775807");
    }

    @Test
    void listing_forPeople_alignsNumbersToTheRight() {
        Listing listing = new Listing(console(false), false, "name", "amount");
        listing.add(JsonLine.of("n", 1), "long name", 5);
        listing.add(JsonLine.of("n", 2), "x", 1234);
        listing.end("none");

        assertThat(text(out).lines()).containsExactly("name       amount", "long name       5", "x            1234");
    }

    @Test
    void listing_withoutRows_saysSoToPeopleAndNothingToPrograms() {
        new Listing(console(false), false, "name").end("none");
        new Listing(console(false), true, "name").end("none");

        assertThat(text(out)).isEqualToIgnoringNewLines("none");
    }

    @Test
    void draw_onATerminal_isErasedByTheNextLine() {
        Console console = console(true);
        console.draw("working");
        console.note("done");

        assertThat(text(err)).isEqualTo("working\r       \rdone" + System.lineSeparator());
    }

    @Test
    void draw_whereNobodyWatches_printsNothing() {
        console(false).draw("working");

        assertThat(text(err)).isEmpty();
    }

    @Test
    void draw_isNoWiderThanTheTerminal() {
        console(true).draw("x".repeat(500));

        assertThat(text(err)).hasSize(79);
    }

    @Test
    void print_whenNobodyReadsAnyMore_endsTheRun() {
        OutputStream closed = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("broken pipe");
            }
        };
        Console console = new Console(new PrintStream(closed, true, StandardCharsets.UTF_8), stream(err), false, 80);

        assertThatThrownBy(() -> console.print("line")).isInstanceOf(CliException.class);
    }

    private Console console(boolean terminal) {
        return new Console(stream(out), stream(err), terminal, 80);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
