package io.dromail.drill;

/** Where the gateway keeps its dead letters. */
interface DeadLetterBox {

  /** Enters those into the ledger that came since the last time. */
  void collect(Ledger ledger);
}
