/**
 * What both wires share: the words of the contract, the price conversation, and how a peer that is
 * gone is noticed.
 */
@NullMarked
package io.finstage.server.api;

import org.jspecify.annotations.NullMarked;
