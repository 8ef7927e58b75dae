/**
 * The {@code nutflux-perf} program: what each command does is told by its {@code --help} and in docs/performance.md.
 *
 * <p>{@code run} redeems tokens and measures, {@code generate} makes token files, {@code jmh} holds the benchmarks. A
 * command line program may block, and does so here only.
 */
@NullMarked
package io.nutflux.perf;

import org.jspecify.annotations.NullMarked;
