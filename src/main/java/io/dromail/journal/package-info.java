/** What happened to each mail, in SQL: the database, and the beans of the route {@code journal}. */
package io.dromail.journal;
