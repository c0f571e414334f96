import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { useSettings } from './settings-store.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no place for the window.');
// Before anything is drawn: the window never flashes in another language or theme.
await useSettings.getState().load();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
