package io.finstage.client;

/**
 * What is wrong with one field of a request.
 *
 * @param field path of the field, as in {@code delivery.interval_ms} or {@code symbols[3]}
 */
public record FieldViolation(String field, String description) {}
