/**
 * A drill for the whole house: troubles at random moments, and a ledger of every mail. See
 * docs/drill.md.
 */
package io.dromail.drill;
