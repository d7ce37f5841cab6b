package io.finstage.client;

/**
 * A kind of task that can be run now.
 *
 * @param description in one line; empty when nobody said it
 * @param concurrencyMax how many may run at a time on one node; 0: no limit of its own
 * @param workerSlots slots that workers lend for it now
 * @param builtIn whether the server runs it itself
 */
public record TaskKind(
    String name, String description, int concurrencyMax, int workerSlots, boolean builtIn) {}
