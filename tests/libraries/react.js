// A React app with a router: each route says its name and leads on to the other one.
addEventListener('DOMContentLoaded', () => {
  const { createElement: make, StrictMode } = React;
  const { BrowserRouter, Link, useLocation } = ReactRouterDOM;

  function Page() {
    const { pathname } = useLocation(), other = pathname === '/a' ? '/b' : '/a';
    return make('main', { key: pathname }, make('h2', { id: 'route' }, pathname), make(Link, { id: 'next', to: other }, 'Next'));
  }

  ReactDOM.createRoot(document.getElementById('app')).render(make(StrictMode, null, make(BrowserRouter, null, make(Page))));
});
