// SPDX-License-Identifier: Apache-2.0
/** What Spring Data does for an application, woven. */
package io.obsagent.smoke.springdata;
