// SPDX-License-Identifier: Apache-2.0
// Numbers with units. All figures have at most three significant digits and a thin space before the unit.

const NONE = '–';
const SPACE = '\u202f';

function digits(value) {
  const size = Math.abs(value);
  return size >= 100 || size === 0 ? 0 : size >= 10 ? 1 : 2;
}

function plain(value, places) {
  return value.toLocaleString('en', { maximumFractionDigits: places, minimumFractionDigits: 0 });
}

function scaled(value, base, units) {
  let size = Math.abs(value);
  let i = 0;
  while (size >= base && i < units.length - 1) {
    size /= base;
    i++;
  }
  const shown = Math.sign(value) * size;
  return plain(shown, digits(shown)) + (units[i] ? SPACE + units[i] : '');
}

/** A count or any number without a unit. */
export function number(value) {
  if (!isFinite(value)) {
    return value === Infinity ? '∞' : NONE;
  }
  const size = Math.abs(value);
  if (size > 0 && size < 0.005) {
    return value.toExponential(1);
  }
  return size < 10000 ? plain(value, digits(value)) : scaled(value, 1000, ['', 'k', 'M', 'G', 'T']);
}

/** Seconds, from nanoseconds to days. */
export function seconds(value) {
  if (!isFinite(value)) {
    return value === Infinity ? '∞' : NONE;
  }
  const size = Math.abs(value);
  if (size === 0) {
    return '0' + SPACE + 's';
  }
  if (size < 1e-6) {
    return plain(value * 1e9, digits(value * 1e9)) + SPACE + 'ns';
  }
  if (size < 1e-3) {
    return plain(value * 1e6, digits(value * 1e6)) + SPACE + 'µs';
  }
  if (size < 1) {
    return plain(value * 1e3, digits(value * 1e3)) + SPACE + 'ms';
  }
  if (size < 120) {
    return plain(value, digits(value)) + SPACE + 's';
  }
  if (size < 7200) {
    return plain(value / 60, 1) + SPACE + 'min';
  }
  return size < 172800
    ? plain(value / 3600, 1) + SPACE + 'h'
    : plain(value / 86400, 1) + SPACE + 'd';
}

export const millis = (value) => seconds(value / 1000);

export function bytes(value) {
  return isFinite(value) ? scaled(value, 1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB']) : NONE;
}

/** A ratio of 0 to 1. */
export function percent(value) {
  if (!isFinite(value)) {
    return NONE;
  }
  const hundred = value * 100;
  return hundred !== 0 && Math.abs(hundred) < 0.01
    ? '<0.01' + SPACE + '%'
    : plain(hundred, digits(hundred)) + SPACE + '%';
}

export const rate = (value) => (isFinite(value) ? number(value) + '/s' : NONE);

export function usd(value) {
  return value == null || !isFinite(value)
    ? NONE
    : '$' + plain(value, Math.abs(value) < 0.01 ? 5 : Math.abs(value) < 1 ? 4 : 2);
}

const BY_UNIT = { number, seconds, millis, bytes, percent, rate, usd, bool: (v) => (v ? 'yes' : 'no') };

/** The formatter of a unit: number, seconds, millis, bytes, percent, rate, usd. */
export const unit = (name) => BY_UNIT[name] || number;

/** The unit that a Prometheus metric or expression most probably has. */
export function unitOf(query) {
  if (/_(bytes)(\b|_)/.test(query)) {
    return 'bytes';
  }
  if (/histogram_quantile|_seconds\b|_seconds_sum|duration/.test(query) && !/_count|_bucket\[/.test(query.replace(/histogram_quantile.*/, ''))) {
    return 'seconds';
  }
  if (/_(ratio|utilization)\b/.test(query)) {
    return 'percent';
  }
  if (/_usd/.test(query)) {
    return 'usd';
  }
  return /\brate\(/.test(query) ? 'rate' : 'number';
}

const pad = (value) => String(value).padStart(2, '0');

/** Local time of day; with the date if it is not today. */
export function time(epochMillis) {
  if (epochMillis == null || !isFinite(epochMillis)) {
    return NONE;
  }
  const date = new Date(epochMillis);
  const clock = pad(date.getHours()) + ':' + pad(date.getMinutes()) + ':' + pad(date.getSeconds());
  return date.toDateString() === new Date().toDateString() ? clock : day(date) + ' ' + clock;
}

export function day(date) {
  return date.getFullYear() + '-' + pad(date.getMonth() + 1) + '-' + pad(date.getDate());
}

/** How long ago. */
export function ago(epochMillis) {
  if (!epochMillis) {
    return 'never';
  }
  const past = (Date.now() - epochMillis) / 1000;
  return past < 1 ? 'now' : seconds(past < 60 ? Math.round(past) : past) + ' ago';
}

/** Seconds of `5m`, `1h30m`, `7d`; NaN if it is none. */
export function duration(text) {
  const factors = { s: 1, m: 60, h: 3600, d: 86400, w: 604800 };
  if (!/^(\d+[smhdw])+$/.test(text || '')) {
    return NaN;
  }
  return [...text.matchAll(/(\d+)([smhdw])/g)].reduce((sum, m) => sum + m[1] * factors[m[2]], 0);
}
