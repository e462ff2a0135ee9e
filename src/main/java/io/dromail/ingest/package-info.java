/**
 * The two doors and what they share: reading a request, judging it, sealing it into its envelope.
 * The beans of {@code ingest-rest}, {@code ingest-inbox} and {@code accept}.
 */
package io.dromail.ingest;
