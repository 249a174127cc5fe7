// A Vue app with a router: each route says its name and leads on to the other one.
addEventListener('DOMContentLoaded', () => {
  const { createApp, h: make } = Vue;
  const { RouterLink, RouterView, createRouter, createWebHistory, useRoute } = VueRouter;
  const Page = {
    setup() {
      const route = useRoute();
      const next = () => make(RouterLink, { id: 'next', to: route.path === '/a' ? '/b' : '/a' }, () => 'Next');
      return () => make('main', { key: route.path }, [make('h2', { id: 'route' }, route.path), next()]);
    },
  };
  const router = createRouter({ history: createWebHistory(), routes: [{ path: '/:page', component: Page }] });
  createApp({ render: () => make(RouterView) }).use(router).mount('#app');
});
