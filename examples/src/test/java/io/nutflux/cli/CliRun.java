package io.nutflux.cli;

import io.nutflux.vault.TestKeys;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs of the command in this process, with the streams caught and a home directory of their own. */
final class CliRun {

    private static final JsonMapper JSON = new JsonMapper();

    /** How a run ended. */
    record Result(int status, String out, String err) {

        /** The standard output as JSON, one object a line. */
        List<JsonNode> json() {
            return out.lines().map(JSON::readTree).toList();
        }

        /** The only object on the standard output. */
        JsonNode only() {
            List<JsonNode> lines = json();
            if (lines.size() != 1) {
                throw new AssertionError(lines.size() + " lines instead of one: " + this);
            }
            return lines.get(0);
        }

        /** The last object on the standard output. */
        JsonNode last() {
            List<JsonNode> lines = json();
            return lines.get(lines.size() - 1);
        }
    }

    private final Path home;
    private final InputStream in;
    private final Map<String, String> variables;
    private final Interruption interruption;
    private final PasswordPrompt prompt;

    private CliRun(
            Path home,
            InputStream in,
            Map<String, String> variables,
            Interruption interruption,
            PasswordPrompt prompt) {
        this.home = home;
        this.in = in;
        this.variables = variables;
        this.interruption = interruption;
        this.prompt = prompt;
    }

    /** Runs whose {@code ~} is {@code home}. */
    static CliRun in(Path home) {
        return new CliRun(
                home,
                InputStream.nullInputStream(),
                Map.of("NUTFLUX_PASSWORD", "for tests"),
                new Interruption(),
                (console, question) -> null);
    }

    CliRun withInput(String text) {
        return withInput(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    CliRun withInput(InputStream stream) {
        return new CliRun(home, stream, variables, interruption, prompt);
    }

    CliRun withVariable(String name, String value) {
        Map<String, String> more = new HashMap<>(variables);
        more.put(name, value);
        return new CliRun(home, in, more, interruption, prompt);
    }

    CliRun withoutPassword() {
        return new CliRun(home, in, Map.of(), interruption, prompt);
    }

    /** At a terminal, where these passwords are typed. */
    CliRun typing(String... passwords) {
        Iterator<String> typed = List.of(passwords).iterator();
        return new CliRun(home, in, Map.of(), interruption, (console, question) -> {
            console.ask(question);
            return typed.next().toCharArray();
        });
    }

    CliRun interruptedBy(Interruption other) {
        return new CliRun(home, in, variables, other, prompt);
    }

    Result run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                80);
        int status =
                new Cli(console, new Environment(home, variables, in, prompt, TestKeys.CHEAP), interruption).run(args);
        return new Result(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** A file of lines beside the wallet. */
    String file(String name, List<String> lines) {
        try {
            return Files.write(home.resolve(name), lines).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
