package io.dromail.broker;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Deliveries that wait for a worker, the oldest first. Of the workers that wait, the one that came
 * last is woken: as few threads work as the load needs, and those have their memory at hand. A
 * queue that wakes the first one would have all of forty threads work in turns. Thread-safe.
 */
final class Handover {

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Delivery> waiting = new ArrayDeque<>();
  private final Deque<Condition> idle = new ArrayDeque<>();
  private boolean ended;

  /** Doesn't wait. */
  void add(Delivery delivery) {
    lock.lock();
    try {
      waiting.add(delivery);
      Condition last = idle.pollLast();
      if (last != null) {
        last.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The delivery that waits longest; null when nothing comes any more. */
  Delivery take() throws InterruptedException {
    return poll(Long.MAX_VALUE);
  }

  /** The delivery that waits longest; null if there is none in time, or nothing comes any more. */
  Delivery poll(long atMostNanos) throws InterruptedException {
    lock.lockInterruptibly();
    Condition here = lock.newCondition();
    try {
      long left = atMostNanos;
      while (waiting.isEmpty() && !ended && left > 0) {
        idle.addLast(here);
        left = here.awaitNanos(left);
        idle.removeLastOccurrence(here);
      }
      return waiting.poll();
    } catch (InterruptedException e) {
      passOn(here);
      throw e;
    } finally {
      lock.unlock();
    }
  }

  /**
   * A worker that was woken and interrupted at the same time leaves the delivery to another one.
   */
  private void passOn(Condition here) {
    boolean woken = !idle.removeLastOccurrence(here);
    if (woken && !waiting.isEmpty() && !idle.isEmpty()) {
      idle.pollLast().signal();
    }
  }

  /** The delivery that waits longest, which stays; null if there is none. */
  Delivery peek() {
    lock.lock();
    try {
      return waiting.peek();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing comes any more: once what waits is taken, all who wait get null. */
  void end() {
    lock.lock();
    try {
      ended = true;
      idle.forEach(Condition::signal);
    } finally {
      lock.unlock();
    }
  }
}
