INSERT INTO product (id, name, price, grams) VALUES
  (1, 'Blue kettle', 39.00, 900),
  (2, 'Red teapot', 29.50, 700),
  (3, 'Tea for a rainy day', 7.90, 120),
  (4, 'Two cups', 14.00, 400),
  (5, 'Biscuit tin', 11.20, 350);
