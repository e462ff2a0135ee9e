/**
 * Reads what the DNS says about the domains that we send as, and says what is wrong and what to
 * publish; used by {@code dromail doctor}, by no route.
 */
package io.dromail.doctor;
