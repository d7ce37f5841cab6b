package io.finstage.client;

import java.util.Optional;

/**
 * What may be moved while the server runs.
 *
 * @param name as in {@code "analysis.concurrency-max"}
 * @param description in one line, with its unit
 * @param value in force
 * @param min hard bound
 * @param max hard bound
 * @param defaultValue what it starts with
 * @param fixed whether the server's loop leaves it alone: a person has set it, or only persons do
 * @param lastAdjustment empty before the first
 */
public record Tunable(
    String name,
    String description,
    double value,
    double min,
    double max,
    double defaultValue,
    boolean fixed,
    Optional<Adjustment> lastAdjustment) {}
