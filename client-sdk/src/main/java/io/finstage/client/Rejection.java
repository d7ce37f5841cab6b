package io.finstage.client;

/**
 * A tick that the server refused; the others went on.
 *
 * @param index which tick of this publisher, from 0 in the order they were sent
 * @param reason UPPER_SNAKE, as in {@code PRICE_NOT_POSITIVE}
 */
public record Rejection(long index, String symbol, String reason, FieldViolation violation) {}
