/** Renders templates and composes the finished mail; the beans of route {@code enrich}. */
package io.dromail.enrich;
