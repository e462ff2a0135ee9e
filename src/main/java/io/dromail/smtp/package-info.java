/**
 * One connection's mails, with pipelining (RFC 2920) and BDAT (RFC 3030) where the server offers
 * them; what {@code send} sends with once a connection is open and logged in. Knows no Camel and no
 * mail library.
 */
package io.dromail.smtp;
