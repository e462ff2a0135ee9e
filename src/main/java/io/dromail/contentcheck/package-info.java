/** Asks spamd whether a mail may go out; the bean of route {@code content-check}. */
package io.dromail.contentcheck;
