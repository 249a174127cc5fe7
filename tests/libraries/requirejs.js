// A page whose own parts are modules: one with a name, and one that is fetched.
define('tide', [], () => 'high');
requirejs.config({ baseUrl: '/libraries' });
require(['tide', 'harbour'], (tide, harbour) => (document.documentElement.dataset.made = `${tide} water at ${harbour}`));
