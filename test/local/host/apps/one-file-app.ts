import { app } from '@azure/functions';

// Registers as it is loaded, the way an app's main file does.
app.get('fromOneFile', () => ({ body: 'one file' }));
