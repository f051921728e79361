// SPDX-License-Identifier: Apache-2.0
package io.obsagent.smoke.shop;

import java.math.BigDecimal;

/** A thing on sale. */
record Product(long id, String name, BigDecimal price, int grams) {}
