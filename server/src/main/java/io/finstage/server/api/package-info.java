/** What both wires share: the words of the contract and the price conversation. */
@NullMarked
package io.finstage.server.api;

import org.jspecify.annotations.NullMarked;
