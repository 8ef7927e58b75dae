/**
 * The {@code nutflux} command: a picocli program over {@link io.nutflux.CashuWallet}. Its contract is {@code docs/cli.md}.
 *
 * <p>Read {@code Cli} first: it is one run, from arguments to exit status. A command class reads its options, opens a
 * {@code Session} and says what to print; what belongs to money is the library's. The main thread waits for the wallet
 * here, which a program may do and the library may not: it does so in {@code Interruption} only.
 */
@NullMarked
package io.nutflux.cli;

import org.jspecify.annotations.NullMarked;
