/**
 * DKIM: signs each mail for its sender's domain, with the keys of {@code domains.camel.yaml}. The
 * step of the route {@code sign}.
 */
package io.dromail.sign;
