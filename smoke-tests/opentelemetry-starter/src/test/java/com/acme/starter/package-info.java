// SPDX-License-Identifier: Apache-2.0
/** An application with OpenTelemetry's starter for Spring Boot. */
package com.acme.starter;
