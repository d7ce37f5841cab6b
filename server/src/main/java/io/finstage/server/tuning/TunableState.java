package io.finstage.server.tuning;

import java.util.Optional;

/**
 * A tunable as it stands.
 *
 * @param value in force
 * @param fixed whether the loop leaves it alone, since a person has set it or only persons do
 * @param last the newest adjustment
 */
public record TunableState(Tunable tunable, int value, boolean fixed, Optional<Adjustment> last) {}
