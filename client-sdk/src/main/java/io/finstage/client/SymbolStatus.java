package io.finstage.client;

/** What became of one symbol of a request. */
public enum SymbolStatus {
  OK,
  /** Well-formed, but no source has named it yet; goes live with its first tick. */
  PENDING,
  /** The configuration of the server fixes its symbols, and this is none of them. */
  UNKNOWN_SYMBOL,
  /** Not the form of a symbol. */
  INVALID_SYMBOL,
  /** Was subscribed before; its delivery is replaced. */
  ALREADY_SUBSCRIBED,
  NOT_SUBSCRIBED,
  /** The server gave a status that this version does not know. */
  OTHER
}
