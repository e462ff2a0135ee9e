/** Keeps large attachments beside the broker; the {@code spool} route sweeps what is too old. */
package io.dromail.spool;
