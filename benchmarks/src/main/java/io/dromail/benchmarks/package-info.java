/**
 * What {@code benchmarks/run} measures with: the sink that stands in for the provider, and the load
 * generator; and the order that the JMH benchmarks work on, each in the package of what it
 * measures.
 */
package io.dromail.benchmarks;
