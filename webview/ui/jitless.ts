import { config } from 'zod';

// Zod's faster path needs `new Function`, which the page's content security policy rightly refuses and reports. It is chosen
// when a schema is made, so this file has to be imported before any that makes one.
config({ jitless: true });
