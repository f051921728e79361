// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.dbcp2;

import io.obsagent.instrumentation.shared.pool.PoolReader;
import org.apache.commons.pool2.impl.GenericObjectPool;

/** Reads a pool of Commons Pool 2. */
final class DbcpReader extends PoolReader<GenericObjectPool<?>> {
  static final DbcpReader INSTANCE = new DbcpReader();

  private DbcpReader() {}

  @Override
  public double[] read(GenericObjectPool<?> pool) {
    return pool.isClosed()
        ? closed()
        : values(pool.getNumActive(), pool.getNumIdle(), pool.getMaxTotal(), pool.getNumWaiters());
  }
}
