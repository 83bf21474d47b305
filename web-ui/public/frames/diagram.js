// Draws one Mermaid diagram. The frame is sandboxed: it can send its page a height, and nothing else to anyone.
(function () {
  var drawn = 0;
  var place = document.getElementById('diagram');
  var script = new URLSearchParams(window.location.search).get('script');

  window.addEventListener('message', function (event) {
    if (event.source !== window.parent || window.mermaid === undefined) {
      return;
    }
    window.mermaid.initialize({
      startOnLoad: false,
      securityLevel: 'strict',
      suppressErrorRendering: true,
      theme: event.data.dark ? 'dark' : 'neutral',
    });
    window.mermaid.render('diagram-' + drawn++, event.data.code).then(
      function (result) {
        document.body.style.margin = '16px';
        place.innerHTML = result.svg;
        window.parent.postMessage({ height: place.scrollHeight + 32 }, '*');
      },
      function () {
        // What is no diagram is shown as the code that it is.
        window.parent.postMessage({ height: 0 }, '*');
      },
    );
  });

  if (script !== null && script.startsWith('/') && !script.startsWith('//')) {
    var element = document.createElement('script');
    element.src = script;
    element.onload = function () {
      window.parent.postMessage({ ready: true }, '*');
    };
    document.head.append(element);
  }
})();
