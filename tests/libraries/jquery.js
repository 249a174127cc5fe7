// A page as many were made: it waits until it is there, listens to clicks wherever they happen, and changes its own elements.
jQuery(($) => {
  $('<p id="made">').text(`jQuery ${$.fn.jquery}`).prependTo('body');
  $(document).on('click', '#on', (event) => {
    event.preventDefault();
    $('#made').text('clicked').siblings('h1').hide();
  });
});
