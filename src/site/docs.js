// Shows /openapi.json in the viewer, which is Swagger UI as its package ships it.

window.SwaggerUIBundle({
  url: "/openapi.json",
  domNode: document.getElementById("viewer"),
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  tryItOutEnabled: true,
  // What is typed here is sent to this worker alone, and no validator elsewhere is told of this page.
  validatorUrl: null,
});
