// SPDX-License-Identifier: Apache-2.0
// All pages in the order of the navigation. Each is a module of its name, loaded when it is opened.
// `needs` is an address of the API: where the agent does not serve it, the page does not appear.
export const pages = [
  { id: 'overview', title: 'Overview', group: 'Service', key: 'o', needs: '/api/v1/query' },
  { id: 'routes', title: 'Routes', group: 'Service', key: 'r', needs: '/api/v1/query' },
  { id: 'traces', title: 'Traces', group: 'Service', key: 't', needs: '/monitoring/traces' },
  { id: 'map', title: 'Map', group: 'Service', key: 'm', needs: '/monitoring/map' },
  { id: 'explore', title: 'Explore', group: 'Tools', key: 'e', needs: '/api/v1/query' },
];
