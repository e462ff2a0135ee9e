/**
 * The workbench for dead letters: drains {@code mail.dead}, and lists, mends, replays and purges
 * what was in it. The beans of {@code workbench} and of the {@code dead-letters-*} routes.
 */
package io.dromail.deadletter;
