// SPDX-License-Identifier: Apache-2.0
package io.obsagent.instrumentation.druid;

import com.alibaba.druid.pool.DruidDataSource;
import io.obsagent.instrumentation.shared.pool.PoolReader;

/** Reads a pool of Druid. */
final class DruidReader extends PoolReader<DruidDataSource> {
  static final DruidReader INSTANCE = new DruidReader();

  private DruidReader() {}

  @Override
  public double[] read(DruidDataSource pool) {
    return pool.isClosed()
        ? closed()
        : values(
            pool.getActiveCount(),
            pool.getPoolingCount(),
            pool.getMaxActive(),
            pool.getNotEmptyWaitThreadCount());
  }
}
