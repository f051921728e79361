// SPDX-License-Identifier: Apache-2.0
/** Extensions as their authors write them: they know OpenTelemetry only. */
package com.example.extension;
