/**
 * A deterministic simulation of the wallet under faults.
 *
 * <p>{@link io.nutflux.sim.Simulation} runs one seed: an {@link io.nutflux.sim.EventLoop} with virtual time, several
 * {@link io.nutflux.sim.Replica}s of one wallet, which are the library's real code on a {@link io.nutflux.sim.SimScheduler},
 * a {@link io.nutflux.sim.SimNetwork} between them and an in-memory mint, a {@link io.nutflux.sim.SimStore} before one
 * shared store, a {@link io.nutflux.sim.Workload}, and {@link io.nutflux.sim.Chaos} that decides what goes wrong. {@link
 * io.nutflux.sim.Evidence} watches every step, {@link io.nutflux.sim.Verdict} judges the end.
 *
 * <p>Nothing here may depend on real time, threads, identity hash codes or unseeded randomness: one seed is one run, in every
 * JVM.
 */
@NullMarked
package io.nutflux.sim;

import org.jspecify.annotations.NullMarked;
