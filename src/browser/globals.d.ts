// What the build of the service worker puts into it.

/** Address of the engine, relative to the script. It changes with the content. */
declare const ENGINE_ADDRESS: string;
