// SPDX-License-Identifier: Apache-2.0
// All pages in the order of the navigation. Each is a module of its name, loaded when it is opened.
// `needs` is an address of the API: where the agent does not serve it, the page does not appear.
export const pages = [
  { id: 'overview', title: 'Overview', group: 'Service', key: 'o', needs: '/api/v1/query' },
  { id: 'routes', title: 'Routes', group: 'Service', key: 'r', needs: '/api/v1/query' },
  { id: 'traces', title: 'Traces', group: 'Service', key: 't', needs: '/monitoring/traces' },
  { id: 'logs', title: 'Logs', group: 'Service', key: 'l', needs: '/monitoring/logs' },
  { id: 'insights', title: 'Insights', group: 'Service', key: 'n', needs: '/monitoring/analytics' },
  { id: 'map', title: 'Map', group: 'Service', key: 'm', needs: '/monitoring/map' },
  { id: 'usage', title: 'Usage', group: 'Service', key: 'u', needs: '/monitoring/users' },
  { id: 'databases', title: 'Databases', group: 'Dependencies', key: 'd', needs: '/monitoring/database/queries' },
  { id: 'ai', title: 'AI', group: 'Dependencies', key: 'i', needs: '/monitoring/ai' },
  { id: 'jvm', title: 'JVM', group: 'Runtime', key: 'j', needs: '/monitoring/jvm/threads' },
  { id: 'alerts', title: 'Alerts', group: 'Reliability', key: 'a', needs: '/monitoring/alerts' },
  { id: 'slo', title: 'Objectives', group: 'Reliability', key: 's', needs: '/monitoring/sla' },
  { id: 'health', title: 'Health', group: 'Reliability', key: 'h', needs: '/monitoring/health' },
  { id: 'events', title: 'Events', group: 'Reliability', key: 'v', needs: '/monitoring/events' },
  { id: 'explore', title: 'Explore', group: 'Tools', key: 'e', needs: '/api/v1/query' },
  { id: 'dashboards', title: 'Dashboards', group: 'Tools', key: 'b', needs: '/monitoring/dashboards' },
  { id: 'methods', title: 'Methods', group: 'Tools', key: 'w', needs: '/monitoring/agent/methods' },
  { id: 'agent', title: 'Agent', group: 'Tools', key: 'g', needs: '/monitoring/agent' },
];
