"""To report in a minute: what one has to see to (`mine`), the way there (`links`), the cards (`desk`, `forms`), what came in
by a link (`reports`, `letters`) and what one is told afterwards (`receipt`)."""
