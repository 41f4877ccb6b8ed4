// Tables that a phone could show whole and that go on beyond their region all the same; a pixel or two is no column.
() =>
  [...document.querySelectorAll('.table-region')].flatMap((region) => {
    const more = region.scrollWidth - region.clientWidth;
    const columns = region.querySelectorAll('thead tr:last-child > *').length;
    if (!region.clientWidth || more <= 2 || columns > 4 || region.querySelector('.long')) return [];
    return [`the table ${JSON.stringify(region.querySelector('table').id)} goes on for ${more} px`];
  })
