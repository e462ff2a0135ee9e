/** What the log looks like: lines for people or JSON for programs, with mail addresses masked. */
package io.dromail.log;
