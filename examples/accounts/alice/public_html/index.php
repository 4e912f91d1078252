<?php
// Alice's photography
require __DIR__ . '/../app/gallery.php';
echo render_gallery('summer');
