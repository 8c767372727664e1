"""The look of Guyub: base template, components, error pages, style sheets, pictures drawn as SVG."""
